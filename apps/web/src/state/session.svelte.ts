import { Api } from '../lib/api.ts';
import { type OtherPage, othersInFragment, rememberedOthers, rememberOthers } from '../lib/other-pages.ts';
import { rememberedToken, rememberToken, tokenInFragment } from '../lib/token.ts';

/** Who we are to the peer: the access token, if we have one, and the client that carries it. */
class Session {
  token = $state<string | undefined>(rememberedToken(sessionStorage));
  #others = $state.raw<readonly OtherPage[]>(rememberedOthers(sessionStorage));
  readonly api = new Api(() => this.token);

  /** Takes the token out of a link's fragment and the link out of the history. True when there was one. */
  adoptFromLocation(): boolean {
    const token = tokenInFragment(location.hash);
    if (token === undefined) return false;
    this.adopt(token);
    this.#adoptOthers(othersInFragment(location.hash));
    history.replaceState(null, '', `${location.pathname}${location.search}#/`);
    return true;
  }

  /** Links to other peers' pages on this machine, which `cheesechain up` has told. */
  get others(): readonly { readonly port: number; readonly link: string }[] {
    const origin = `${location.protocol}//${location.hostname}`;
    return this.#others.map(({ port, token }) => ({ port, link: `${origin}:${port}/#token=${token}` }));
  }

  #adoptOthers(others: readonly OtherPage[]): void {
    if (others.length === 0) return;
    rememberOthers(sessionStorage, others);
    this.#others = others;
  }

  adopt(token: string): void {
    rememberToken(sessionStorage, token);
    this.token = token;
  }
}

export const session = new Session();
export const api = session.api;

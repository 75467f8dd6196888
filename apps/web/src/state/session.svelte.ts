import { Api } from '../lib/api.ts';
import { rememberedToken, rememberToken, tokenInFragment } from '../lib/token.ts';

/** Who we are to the peer: the access token, if we have one, and the client that carries it. */
class Session {
  token = $state<string | undefined>(rememberedToken(sessionStorage));
  readonly api = new Api(() => this.token);

  /** Takes the token out of a link's fragment and the link out of the history. True when there was one. */
  adoptFromLocation(): boolean {
    const token = tokenInFragment(location.hash);
    if (token === undefined) return false;
    this.adopt(token);
    history.replaceState(null, '', `${location.pathname}${location.search}#/`);
    return true;
  }

  adopt(token: string): void {
    rememberToken(sessionStorage, token);
    this.token = token;
  }
}

export const session = new Session();
export const api = session.api;

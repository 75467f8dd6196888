import { parseRoute, type Route } from '../lib/route.ts';
import { session } from './session.svelte.ts';

/** The view that the address bar asks for. Links are plain `#/…` anchors, so back, forward and new tabs just work. */
class Router {
  route = $state.raw<Route>(parseRoute(location.hash));

  /** Follows the address bar from now on; a pasted `#token=` link is adopted on the way. */
  start(): void {
    const follow = () => {
      session.adoptFromLocation();
      this.route = parseRoute(location.hash);
    };
    follow();
    addEventListener('hashchange', follow);
  }

  go(link: string): void {
    location.hash = link;
  }
}

export const router = new Router();

import { chainTag, type Neighbour, readNeighbours, withOwnWallet } from '../lib/neighbours.ts';

/** Cookies are the one thing that pages on other ports of the same machine share. It holds public addresses only. */
const COOKIE = 'cheesechain.neighbours';
/** A test network of yesterday is of no use today. */
const LIFETIME_MS = 24 * 60 * 60 * 1000;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Wallets of other peers' pages in this browser, on this machine, so that a newcomer who opened two of them has
 * somebody to pay. Only on devnet, where coins are worth nothing: another program of this machine could lie here.
 */
class Neighbours {
  all = $state.raw<readonly Neighbour[]>([]);

  /** Tells the other pages of this wallet, and looks who is there. */
  async meet(network: string, genesisHash: string, address: string | undefined): Promise<void> {
    if (network !== 'devnet' || !LOOPBACK.test(location.hostname) || !('cookieStore' in window)) return;
    const tag = chainTag(genesisHash);
    const port = Number(location.port);
    try {
      const text = (await cookieStore.get(COOKIE))?.value ?? '';
      this.all = readNeighbours(text, tag, port);
      if (address === undefined) return;
      const mine = withOwnWallet(text, tag, { port, address });
      if (mine === text) return;
      await cookieStore.set({ name: COOKIE, value: mine, expires: Date.now() + LIFETIME_MS, sameSite: 'strict' });
    } catch {
      // A browser that keeps no cookies has no neighbours: the address can still be copied by hand.
    }
  }
}

export const neighbours = new Neighbours();

import { readAddress } from './address.ts';

/** The wallet of another peer's page that is open in this browser, on this machine. */
export interface Neighbour {
  readonly port: number;
  readonly address: string;
}

/** As many as a laptop runs peers at once, and well within the 4 kB of a cookie. */
const MAX_NEIGHBOURS = 8;
const ENTRY = /^(\d{1,5})-([0-9a-f]{8})-([a-z0-9]{8,90})$/;

/** Pages of one chain know each other by the beginning of its genesis hash. */
export function chainTag(genesisHash: string): string {
  return genesisHash.slice(-8);
}

/** The neighbours on the chain `tag` in a cookie's text; what is malformed or of another chain is left out. */
export function readNeighbours(text: string, tag: string, ownPort: number): Neighbour[] {
  return entriesOf(text).flatMap(([port, of, address]) => (of === tag && port !== ownPort ? [{ port, address }] : []));
}

/** The same text with this page's own wallet in front. */
export function withOwnWallet(text: string, tag: string, own: Neighbour): string {
  const others = entriesOf(text).filter(([port]) => port !== own.port);
  return [[own.port, tag, own.address] as const, ...others]
    .slice(0, MAX_NEIGHBOURS)
    .map((entry) => entry.join('-'))
    .join('.');
}

function entriesOf(text: string): [port: number, tag: string, address: string][] {
  return text
    .split('.')
    .slice(0, MAX_NEIGHBOURS)
    .flatMap((entry) => {
      const [, port = '', tag = '', address = ''] = ENTRY.exec(entry) ?? [];
      return readAddress(address).ok ? [[Number(port), tag, address] as [number, string, string]] : [];
    });
}

import type { Block } from '#domain/block/block';
import { MAX_HEADERS_PER_ANSWER } from '#domain/peer-network/limits';
import type { RequestOf, ResponseOf } from '#domain/peer-network/messages';
import type { Hash } from '#domain/primitives/hash';

/** Header bytes of blocks that were never checked or stored, served as an honest peer serves its chain. */
export function serveHeaders(blocks: readonly Block[], genesisHash: Hash) {
  const places = new Map<Hash, number>([
    [genesisHash, 0],
    ...blocks.map(({ hash }, index) => [hash, index + 1] as const),
  ]);
  return ({ locator }: RequestOf<'GETHEADERS'>): ResponseOf<'GETHEADERS'> => {
    const known = locator.find((hash) => places.has(hash));
    const from = known === undefined ? 0 : (places.get(known) as number);
    const page = blocks.slice(from, from + MAX_HEADERS_PER_ANSWER);
    return { command: 'HEADERS', headers: page.map(({ header }) => header.bytes) };
  };
}

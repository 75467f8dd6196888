import { encodeHeader, Header } from '#domain/block/header';
import { requiredBits } from '#domain/chain/difficulty';
import { type HeaderPlace, ruledTargetAfter } from '#domain/chain/header-context-rules';
import type { Network } from '#domain/network-params/network';
import { ZERO_HASH } from '#domain/primitives/hash';
import { genesisPlace, placeAfter } from './build-block.ts';
import { mine } from './mine.ts';

const HEADER_VERSION = 0x2000_0000;

/** Headers on top of each other that keep every rule of headers; there is no body to any of them. */
export function buildHeaders(network: Network, count: number, from: HeaderPlace = genesisPlace(network)): Header[] {
  const headers: Header[] = [];
  let place = from;
  while (headers.length < count) {
    const before = place.parent.header.timestamp;
    const timestamp = before + Math.max(1, network.parameters.minTimestampStepSeconds);
    const bits = requiredBits(
      network.difficultyRule,
      ruledTargetAfter(place, network.difficultyRule),
      before,
      timestamp,
    );
    const fields = { version: HEADER_VERSION, previousHash: place.parent.hash, merkleRoot: ZERO_HASH };
    const header = mine(new Header(encodeHeader({ ...fields, timestamp, bits, nonce: 0 })));
    headers.push(header);
    place = placeAfter(network, place, header);
  }
  return headers;
}

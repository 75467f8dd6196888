import { firstHash } from './first-hash';
import { HEADER } from './layout';
import { prepareHeader } from './prepare';
import { lastWordOfSecondHash } from './second-hash';

/** The kernel with one header at a time, for machines without WebAssembly SIMD. Its exports are those of `simd.ts`. */

export function headerAddress(): usize {
  return HEADER;
}

export function prepare(): void {
  prepareHeader();
}

export function search(start: u32, count: u32, highestTop: u32): f64 {
  for (let done: u32 = 0; done < count; done++) {
    firstHash<u32>(bswap<u32>(start + done));
    if (bswap<u32>(lastWordOfSecondHash<u32>()) <= highestTop) return f64(start + done);
  }
  return -1;
}

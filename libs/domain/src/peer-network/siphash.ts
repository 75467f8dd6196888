/**
 * SipHash-2-4 of 32 bytes under a 16-byte key, the first 6 bytes of the result: the short id of a transaction in a
 * compact block (BIP 152 uses the same). 64-bit words are kept as two 32-bit halves, since this runs for every open
 * transaction whenever a block comes.
 */
export class ShortIdHasher {
  private readonly key = new Int32Array(4);
  private readonly state = new Int32Array(8);

  constructor(key: Uint8Array) {
    for (let i = 0; i < 4; i++) this.key[i] = word(key, 4 * i);
  }

  /** 6 bytes of SipHash-2-4(key, id) as a number below 2^48, little-endian. */
  shortId(id: Uint8Array): number {
    const { state, key } = this;
    const [k0l, k0h, k1l, k1h] = key as unknown as [number, number, number, number];
    state[0] = k0l ^ 0x70736575;
    state[1] = k0h ^ 0x736f6d65;
    state[2] = k1l ^ 0x6e646f6d;
    state[3] = k1h ^ 0x646f7261;
    state[4] = k0l ^ 0x6e657261;
    state[5] = k0h ^ 0x6c796765;
    state[6] = k1l ^ 0x79746573;
    state[7] = k1h ^ 0x74656462;
    for (let offset = 0; offset < 32; offset += 8) this.absorb(word(id, offset), word(id, offset + 4), 2);
    // The last block holds the message's length, 32, in its highest byte.
    this.absorb(0, 32 << 24, 2);
    state[4] = (state[4] as number) ^ 0xff;
    for (let i = 0; i < 4; i++) this.round();
    const low = xorAll(state, 0);
    const high = xorAll(state, 1);
    return (high & 0xffff) * 0x1_0000_0000 + (low >>> 0);
  }

  private absorb(low: number, high: number, rounds: number): void {
    const { state } = this;
    state[6] = (state[6] as number) ^ low;
    state[7] = (state[7] as number) ^ high;
    for (let i = 0; i < rounds; i++) this.round();
    state[0] = (state[0] as number) ^ low;
    state[1] = (state[1] as number) ^ high;
  }

  private round(): void {
    const { state } = this;
    add(state, 0, 2);
    rotateLeft(state, 2, 13);
    xor(state, 2, 0);
    swap(state, 0);
    add(state, 4, 6);
    rotateLeft(state, 6, 16);
    xor(state, 6, 4);
    add(state, 0, 6);
    rotateLeft(state, 6, 21);
    xor(state, 6, 0);
    add(state, 4, 2);
    rotateLeft(state, 2, 17);
    xor(state, 2, 4);
    swap(state, 4);
  }
}

function word(bytes: Uint8Array, offset: number): number {
  return (
    (bytes[offset] as number) |
    ((bytes[offset + 1] as number) << 8) |
    ((bytes[offset + 2] as number) << 16) |
    ((bytes[offset + 3] as number) << 24)
  );
}

function xorAll(state: Int32Array, half: number): number {
  return (
    (state[half] as number) ^ (state[2 + half] as number) ^ (state[4 + half] as number) ^ (state[6 + half] as number)
  );
}

function add(state: Int32Array, to: number, from: number): void {
  const low = ((state[to] as number) >>> 0) + ((state[from] as number) >>> 0);
  state[to + 1] = (state[to + 1] as number) + (state[from + 1] as number) + (low > 0xffff_ffff ? 1 : 0);
  state[to] = low | 0;
}

function xor(state: Int32Array, to: number, from: number): void {
  state[to] = (state[to] as number) ^ (state[from] as number);
  state[to + 1] = (state[to + 1] as number) ^ (state[from + 1] as number);
}

/** By 1 … 31 bits. */
function rotateLeft(state: Int32Array, at: number, bits: number): void {
  const low = state[at] as number;
  const high = state[at + 1] as number;
  state[at] = (low << bits) | (high >>> (32 - bits));
  state[at + 1] = (high << bits) | (low >>> (32 - bits));
}

/** Rotation by 32 bits: the halves change places. */
function swap(state: Int32Array, at: number): void {
  const low = state[at] as number;
  state[at] = state[at + 1] as number;
  state[at + 1] = low;
}

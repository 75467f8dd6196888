import fc from 'fast-check';

/** One way to damage bytes. */
type Damage = (bytes: Uint8Array) => Uint8Array;

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

function at(bytes: Uint8Array, where: number): number {
  return Math.floor(where * bytes.length);
}

const damages: fc.Arbitrary<Damage> = fc.oneof(
  fc.tuple(place, fc.integer({ min: 1, max: 255 })).map(([where, mask]): Damage => {
    return (bytes) => bytes.map((byte, index) => (index === at(bytes, where) ? byte ^ mask : byte));
  }),
  fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 40 })).map(([where, more]): Damage => {
    return (bytes) =>
      Uint8Array.of(...bytes.subarray(0, at(bytes, where)), ...more, ...bytes.subarray(at(bytes, where)));
  }),
  fc.tuple(place, fc.integer({ min: 1, max: 40 })).map(([where, count]): Damage => {
    return (bytes) =>
      Uint8Array.of(...bytes.subarray(0, at(bytes, where)), ...bytes.subarray(at(bytes, where) + count));
  }),
  // Offsets are little-endian uint32: small steps of them are what a decoder may overlook.
  fc.tuple(place, fc.integer({ min: -8, max: 8 })).map(([where, step]): Damage => {
    return (bytes) => {
      const copy = bytes.slice();
      const start = Math.min(at(bytes, where), Math.max(0, bytes.length - 4));
      const view = new DataView(copy.buffer);
      if (copy.length >= 4) view.setUint32(start, view.getUint32(start, true) + step, true);
      return copy;
    };
  }),
  fc.uint8Array({ maxLength: 6 }).map(
    (more): Damage =>
      (bytes) =>
        Uint8Array.of(...bytes, ...more),
  ),
  place.map(
    (where): Damage =>
      (bytes) =>
        bytes.slice(0, at(bytes, where)),
  ),
);

/** The bytes with one to three damages: cut, lengthened, flipped, offsets moved. */
export function mutationsOf(originals: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(originals, fc.array(damages, { minLength: 1, maxLength: 3 }))
    .map(([bytes, list]) => list.reduce((damaged, damage) => damage(damaged), bytes));
}

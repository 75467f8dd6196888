import type { Network } from '#domain/network-params/network';

interface Placed {
  readonly height: number;
  readonly timestamp: number;
  readonly ruledTarget: bigint;
  readonly previous: Placed | undefined;
}

const N = 36;

/** The target that compact bits stand for: three digits of base 256, and how many follow. */
export function targetFromBits(bits: number): bigint {
  const digits = bits >>> 24;
  const value = BigInt(bits & 0x007f_ffff);
  return digits >= 3 ? value * 256n ** BigInt(digits - 3) : value / 256n ** BigInt(3 - digits);
}

/** The compact bits of a target: its first three bytes, of which the first is below 128. */
export function bitsFromTarget(target: bigint): number {
  let hex = target.toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  if (Number.parseInt(hex.slice(0, 2), 16) >= 128) hex = `00${hex}`;
  return ((hex.length / 2) * 2 ** 24 + Number.parseInt(hex.padEnd(6, '0').slice(0, 6), 16)) >>> 0;
}

/** What the difficulty rule of `docs/consensus.md` says of the block after `previous` at this time. */
export function referenceBits(
  { parameters, startingTarget, easiestTarget }: Network,
  previous: Placed,
  timestamp: number,
): { readonly ruledTarget: bigint; readonly bits: number } {
  if (!parameters.retarget) return { ruledTarget: startingTarget, bits: parameters.startingBits };
  const spacing = parameters.targetSpacingSeconds;
  let ruledTarget = startingTarget;
  if (previous.height >= 2) {
    const took = Math.min(previous.timestamp - (previous.previous as Placed).timestamp, N * spacing);
    const moved = (previous.ruledTarget * BigInt(N * spacing - spacing + took)) / BigInt(N * spacing);
    const bounded = moved > easiestTarget ? easiestTarget : moved;
    ruledTarget = targetFromBits(bitsFromTarget(bounded < 1n ? 1n : bounded));
  }
  let eased = ruledTarget;
  const doublings = Math.floor((timestamp - previous.timestamp) / (N * spacing));
  for (let i = 0; i < doublings && eased < easiestTarget; i++) eased *= 2n;
  return { ruledTarget, bits: bitsFromTarget(eased < easiestTarget ? eased : easiestTarget) };
}

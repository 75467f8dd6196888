import type { World } from '../run/world.ts';
import type { Fault } from '../scenario/fault.ts';
import type { FieldRules } from '../scenario/field-rules.ts';

/** One kind of fault: what it takes, and what it does. */
export interface FaultKind {
  readonly name: string;
  /** In a sentence, for people. */
  readonly description: string;
  /** The keys it takes besides `kind`, `atSeconds` and `forSeconds`. */
  readonly fields: FieldRules;
  /** Honest peers must agree in spite of it: it may go on when everything else is over. */
  readonly endures?: true;
  /** It makes sense only where peers are admitted by ticket. */
  readonly needsTickets?: true;
  /** Begins; the returned function mends it. `index` tells it from others in the scenario. */
  readonly begin: (world: World, fault: Fault, index: number) => () => void;
}

/** A number that the rules of the kind have checked. */
export function numberOf(fault: Fault, key: string): number {
  return fault[key] as number;
}

/** A list of peers that the rules of the kind have checked. */
export function peersOf(fault: Fault, key: string): readonly number[] {
  return fault[key] as readonly number[];
}

export function textOf(fault: Fault, key: string): string {
  return fault[key] as string;
}

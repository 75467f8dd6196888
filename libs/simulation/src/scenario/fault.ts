/** Something that goes wrong for a while. What it takes besides depends on its kind. */
export interface Fault {
  readonly kind: string;
  /** Virtual seconds after the start. */
  readonly atSeconds: number;
  /** How long until it is mended. */
  readonly forSeconds: number;
  readonly [key: string]: string | number | readonly number[];
}

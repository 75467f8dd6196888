/** Eight samples, four a second: the rate of the last two seconds, steady enough to read and quick to follow. */
const MAX_SAMPLES = 8;

/** Hashes a second over the last moments, from counts at certain times. */
export class HashRate {
  private readonly samples: { readonly atMs: number; readonly hashes: number }[] = [];

  /** Takes the count since the search began; gives the rate, 0 as long as there is only one sample. */
  sample(atMs: number, hashes: number): number {
    this.samples.push({ atMs, hashes });
    if (this.samples.length > MAX_SAMPLES) this.samples.shift();
    const first = this.samples[0];
    if (first === undefined || first.atMs === atMs) return 0;
    return ((hashes - first.hashes) / (atMs - first.atMs)) * 1000;
  }
}

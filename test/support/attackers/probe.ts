const PROBE_EVERY_MS = 100;

/** Calls an attacked program over HTTP, again and again, and keeps how long it took and how large the program was. */
export class Probe {
  readonly tookMs: number[] = [];
  mostMemoryBytes = 0;
  private isDone = false;
  private readonly run: Promise<void>;

  constructor(
    private readonly http: string,
    private readonly path: string,
  ) {
    this.run = this.repeat();
  }

  /** In milliseconds. */
  quantile(share: number): number {
    const sorted = [...this.tookMs].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.POSITIVE_INFINITY;
  }

  async end(): Promise<void> {
    this.isDone = true;
    await this.run;
  }

  private async repeat(): Promise<void> {
    while (!this.isDone) {
      const start = performance.now();
      const answer = await fetch(this.http + this.path);
      await answer.text();
      if (answer.status !== 200) throw new Error(`GET ${this.path} answered ${answer.status}`);
      this.tookMs.push(performance.now() - start);
      const metrics = await (await fetch(`${this.http}/metrics`)).text();
      const memory = Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]);
      this.mostMemoryBytes = Math.max(this.mostMemoryBytes, memory);
      await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS));
    }
  }
}

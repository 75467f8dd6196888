/** Fast enough to look alive, slow enough not to flood a terminal over a slow line. */
const REDRAW_INTERVAL_MS = 120;
/** Without a terminal: seldom enough for a log, often enough that nobody thinks it hangs. */
const HEARTBEAT_INTERVAL_MS = 15_000;
const FRAMES = ['◐', '◓', '◑', '◒'];

/**
 * Says what is being done: one live line with seconds on a terminal, plain lines elsewhere.
 * Always on standard error: standard output belongs to results.
 */
export class Progress {
  #stream;
  #live;
  #label = '';
  #detail = '';
  #startedMs = 0;
  #timer;
  #frame = 0;

  constructor(stream = process.stderr) {
    this.#stream = stream;
    this.#live = stream.isTTY === true && process.env.TERM !== 'dumb';
  }

  /** Runs the work under a label; `work` may call the function it gets to add a detail ("123 files"). */
  async step(label, work) {
    this.#label = label;
    this.#detail = '';
    this.#startedMs = performance.now();
    if (this.#live) {
      this.#timer = setInterval(() => this.#draw(), REDRAW_INTERVAL_MS);
      this.#draw();
    } else {
      this.#stream.write(`${label} …\n`);
      this.#timer = setInterval(
        () => this.#stream.write(`${label} … ${this.#withDetail(this.#seconds())}\n`),
        HEARTBEAT_INTERVAL_MS,
      );
    }
    try {
      const value = await work((detail) => {
        this.#detail = detail;
      });
      this.#end('✔', 'done');
      return value;
    } catch (error) {
      this.#end('✘', 'failed');
      throw error;
    }
  }

  #seconds() {
    return `${((performance.now() - this.#startedMs) / 1000).toFixed(1)} s`;
  }

  #withDetail(seconds) {
    return this.#detail === '' ? seconds : `${this.#detail} · ${seconds}`;
  }

  #draw() {
    this.#frame = (this.#frame + 1) % FRAMES.length;
    const line = `${FRAMES[this.#frame]} ${this.#label} · ${this.#withDetail(this.#seconds())}`;
    this.#stream.write(`\r\u001b[2K${line.slice(0, (this.#stream.columns ?? 80) - 1)}`);
  }

  #end(mark, word) {
    clearInterval(this.#timer);
    if (this.#live) this.#stream.write(`\r\u001b[2K${mark} ${this.#label} · ${this.#seconds()}\n`);
    else this.#stream.write(`${this.#label}: ${word} in ${this.#seconds()}\n`);
  }
}

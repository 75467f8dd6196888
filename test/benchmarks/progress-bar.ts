const BAR_WIDTH = 24;

/** A bar on standard error, where it is a terminal; silence elsewhere. */
export class ProgressBar {
  private readonly live = process.stderr.isTTY === true && process.env['TERM'] !== 'dumb';

  show(done: number, label: string): void {
    if (!this.live) return;
    const filled = Math.round(Math.min(1, done) * BAR_WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    process.stderr.write(`\r\u001b[2K${bar} ${Math.round(done * 100)} %  ${label}`);
  }

  clear(): void {
    if (this.live) process.stderr.write('\r\u001b[2K');
  }
}

import { createColors } from 'picocolors';

/** Where a command writes: results to standard output, everything else to standard error. */
export class Terminal {
  readonly json: boolean;
  /** Colours for standard output: none with NO_COLOR, in JSON mode or when nobody looks. */
  readonly colors: ReturnType<typeof createColors>;
  readonly interactive: boolean;

  constructor(options: { readonly json: boolean }) {
    this.json = options.json;
    this.interactive = process.stdout.isTTY === true && !options.json;
    this.colors = createColors(this.interactive && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb');
  }

  /** A result: in JSON mode the value on one line, otherwise the text. */
  result(value: unknown, text: () => string): void {
    process.stdout.write(`${this.json ? JSON.stringify(value) : text()}\n`);
  }

  /** What happens meanwhile, for people. */
  note(line: string): void {
    process.stderr.write(`${line}\n`);
  }
}

const NEWLINE = 0x0a;

/** Cuts a stream into lines, holding at most one unfinished line of bounded length. */
export class LineSplitter {
  private pending: Uint8Array = new Uint8Array(0);

  constructor(private readonly maxLineBytes: number) {}

  /** The lines that these bytes complete, without their ends; undefined when one is too long: nothing after it counts. */
  push(bytes: Uint8Array): string[] | undefined {
    const lines: string[] = [];
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      if (this.pending.length + end - start > this.maxLineBytes) return undefined;
      lines.push(Buffer.concat([this.pending, bytes.subarray(start, end)]).toString('utf8'));
      this.pending = new Uint8Array(0);
      start = end + 1;
    }
    if (this.pending.length + bytes.length - start > this.maxLineBytes) return undefined;
    this.pending = Buffer.concat([this.pending, bytes.subarray(start)]);
    return lines;
  }
}

/** Lets one loop wait until it is woken, or for a time; a call that comes while it works is not lost. */
export class WakeUpCall {
  private called = false;
  private resolve: (() => void) | undefined;

  call(): void {
    this.called = true;
    this.resolve?.();
  }

  /** Forgets a call that came meanwhile. */
  clear(): void {
    this.called = false;
  }

  /** Resolves at the next call, at once if one came since the last wait, or after `timeoutMs` where it is given. */
  async wait(timeoutMs?: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    if (!this.called) {
      await new Promise<void>((resolve) => {
        this.resolve = resolve;
        if (timeoutMs !== undefined) timer = setTimeout(resolve, timeoutMs);
      });
    }
    clearTimeout(timer);
    this.resolve = undefined;
    this.called = false;
  }
}

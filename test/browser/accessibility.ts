import axe from 'axe-core';
import type { CDPSession, Page } from 'playwright-core';

interface Evaluation {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: unknown;
}

/**
 * What axe finds on a page as it is now, one line for each place. Axe goes in through the browser's debugging
 * protocol, which no content policy forbids, so that the page is checked just as it is served.
 */
export class AccessibilityCheck {
  private constructor(private readonly session: CDPSession) {}

  static async on(page: Page): Promise<AccessibilityCheck> {
    const check = new AccessibilityCheck(await page.context().newCDPSession(page));
    await check.evaluate(axe.source);
    return check;
  }

  async violations(): Promise<string[]> {
    const found = await this.evaluate(
      `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.flatMap(
        ({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => id + ' (' + help + ') at ' + target.join(' ') + ': ' + failureSummary)))`,
    );
    return found as string[];
  }

  private async evaluate(expression: string): Promise<unknown> {
    const wish = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails }: Evaluation = await this.session.send('Runtime.evaluate', wish);
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  }
}

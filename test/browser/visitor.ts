import type { Browser, BrowserContext, ConsoleMessage, Locator, Page } from 'playwright-core';

/** How long a visitor waits for something to show: it takes a second where the machine is quiet. */
const PATIENCE_MS = 30_000;
/** More than any view has places to stop at. */
const MAX_TABS = 150;
/** The page asks once whether there is a wallet; that there is none yet is no error, but the browser logs it as one. */
const NO_WALLET_YET = /status of 404 .*\/v1\/wallet$/;

/** Windows in CSS pixels: a small laptop's, and that of a phone of today. */
const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

export type Device = keyof typeof SIZES;
export type Colours = 'light' | 'dark';

export interface Look {
  readonly device: Device;
  readonly colours: Colours;
}

/** All the ways in which people look at a page. */
export const LOOKS: readonly Look[] = [
  { device: 'desktop', colours: 'light' },
  { device: 'desktop', colours: 'dark' },
  { device: 'phone', colours: 'light' },
  { device: 'phone', colours: 'dark' },
];

export interface VisitorOptions {
  /** Opens the link that the peer prints, with the token; without one the visitor comes as a stranger. */
  readonly token?: string;
  readonly device?: Device;
  /** What the person's system is set to. */
  readonly colours?: Colours;
  /** Complaints of the browser that this test brings about on purpose. */
  readonly expected?: readonly RegExp[];
  /** Gets the window before anything is loaded in it; what it promises is waited for. */
  readonly before?: (page: Page) => unknown;
  /** Pixels of the screen for one of CSS; for pictures. */
  readonly sharpness?: number;
}

/**
 * A person with a browser window of their own, at the page of one peer. Remembers everything that must not happen on
 * any page: errors in the console (violations of the content policy are among them), exceptions, and requests that
 * leave the peer.
 */
export class Visitor {
  readonly complaints: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly origin: string,
    private readonly expected: readonly RegExp[],
  ) {}

  /** Opens the page of the peer at this address (`http://127.0.0.1:…`). */
  static async at(browser: Browser, http: string, options: VisitorOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: SIZES[options.device ?? 'desktop'],
      colorScheme: options.colours ?? 'light',
      reducedMotion: 'reduce',
      deviceScaleFactor: options.sharpness ?? 1,
      locale: 'en-GB',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const visitor = new Visitor(context, page, http, [NO_WALLET_YET, ...(options.expected ?? [])]);
    visitor.watch();
    await options.before?.(page);
    await page.goto(options.token === undefined ? http : `${http}/#token=${options.token}`);
    return visitor;
  }

  /** Goes to a view, `#/chain`, as a link there would: without loading anything anew. */
  async go(fragment: string): Promise<void> {
    await this.page.goto(`${this.origin}/${fragment}`);
  }

  /** Waits until this text shows somewhere on the page. */
  async sees(text: string | RegExp, within: Page | Locator = this.page): Promise<void> {
    try {
      await within.getByText(text).filter({ visible: true }).first().waitFor();
    } catch {
      throw new Error(`${text} does not show. What shows instead:\n${await this.page.locator('body').ariaSnapshot()}`);
    }
  }

  async press(name: string | RegExp, within: Page | Locator = this.page): Promise<void> {
    await within.getByRole('button', { name }).click();
  }

  /** Waits until a view is there and nothing in it says that it is still loading. */
  async settled(): Promise<void> {
    await this.page.getByRole('heading', { level: 1 }).waitFor();
    await this.page.getByText('Loading…').first().waitFor({ state: 'hidden' });
    await this.page.getByText('Looking for your').first().waitFor({ state: 'hidden' });
    // Charts and maps are drawn in the next frame.
    await this.page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
  }

  /** The card, or another named part of the page, with this heading. */
  part(name: string | RegExp): Locator {
    return this.page.getByRole('region', { name });
  }

  /** Presses Tab until what has this name (as a screen reader says it) is reached, as somebody without a mouse does. */
  async tabTo(name: string | RegExp): Promise<void> {
    const target = this.page
      .getByRole('button', { name, exact: true })
      .or(this.page.getByRole('link', { name, exact: true }))
      .or(this.page.getByLabel(name, { exact: true }));
    await target.first().waitFor();
    for (let presses = 0; presses < MAX_TABS; presses++) {
      await this.page.keyboard.press('Tab');
      if ((await target.and(this.page.locator(':focus')).count()) > 0) return;
    }
    throw new Error(`Tab does not lead to ${name}`);
  }

  /** Closes the window. */
  async leave(): Promise<void> {
    await this.context.close();
  }

  private watch(): void {
    this.page.on('console', (message) => this.onConsole(message));
    this.page.on('pageerror', (error) => this.complain(`exception: ${error.stack ?? error.message}`));
    this.context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== 'data:' && origin !== this.origin) this.complain(`request to elsewhere: ${request.url()}`);
    });
  }

  private onConsole(message: ConsoleMessage): void {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    this.complain(`${message.text()} ${message.location().url}`);
  }

  private complain(complaint: string): void {
    if (!this.expected.some((pattern) => pattern.test(complaint))) this.complaints.push(complaint);
  }
}

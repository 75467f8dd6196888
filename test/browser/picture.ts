import type { CDPSession } from 'playwright-core';
import type { Visitor } from './visitor.ts';

/** Out of 100; text stays crisp from here on. */
const QUALITY = 82;
/** What is further down adds weight, and nobody scrolls a picture that far. */
const MAX_HEIGHT_PX = { desktop: 1500, phone: 1900 };

/** Takes pictures of a page as WebP, which is a third of the size of PNG. */
export class Camera {
  private constructor(
    private readonly visitor: Visitor,
    private readonly session: CDPSession,
  ) {}

  static async before(visitor: Visitor): Promise<Camera> {
    return new Camera(visitor, await visitor.page.context().newCDPSession(visitor.page));
  }

  /** The whole page from its top, down to a sensible height. */
  async take(device: 'desktop' | 'phone'): Promise<Buffer> {
    const { page } = this.visitor;
    await page.evaluate('scrollTo(0, 0)');
    // The caret blinks, and the pointer leaves traces where it last was.
    await page.evaluate('document.activeElement?.blur()');
    await page.mouse.move(0, 0);
    const [width, height] = (await page.evaluate(
      '[document.documentElement.clientWidth, document.documentElement.scrollHeight]',
    )) as [number, number];
    const clip = { x: 0, y: 0, width, height: Math.min(height, MAX_HEIGHT_PX[device]), scale: 1 };
    const wish = { format: 'webp', quality: QUALITY, captureBeyondViewport: true, clip } as const;
    const { data } = await this.session.send('Page.captureScreenshot', wish);
    return Buffer.from(data, 'base64');
  }
}

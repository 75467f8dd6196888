import { type Browser, chromium } from 'playwright-core';

/** A second on a quiet machine. */
const LAUNCH_TIMEOUT_MS = 60_000;

/** Starts the Chromium that the script found, without a window. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHEESE_TEST_BROWSER'];
  if (!executablePath) throw new Error('CHEESE_TEST_BROWSER names no browser: `npm run test:browser` finds one');
  // Containers give /dev/shm 64 MB, too little for a browser.
  return chromium.launch({ executablePath, timeout: LAUNCH_TIMEOUT_MS, args: ['--disable-dev-shm-usage'] });
}

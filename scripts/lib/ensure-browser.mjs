import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Progress } from './progress.mjs';
import { runQuietly, StepError } from './run.mjs';

/** What Chromium is called on one system or another. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
/** A hundred megabytes over a slow line. */
const INSTALL_TIMEOUT_MS = 15 * 60_000;
const HOW_TO =
  'The browser tests need Chromium or Chrome, and none was found on the PATH: install it ' +
  '(on Debian: apt-get install chromium), or name its program in CHEESE_TEST_BROWSER.';

/**
 * The path of a Chromium: what CHEESE_TEST_BROWSER names, else one on the PATH, else Debian's, which root gets
 * installed. Fails with a StepError that says what to do.
 */
export async function ensureBrowser(progress = new Progress()) {
  const found = findBrowser();
  if (found !== undefined) return found;
  if (!canInstall()) throw new StepError(HOW_TO);
  await progress.step('Installing Chromium for the browser tests', (detail) => installChromium(detail));
  const installed = findBrowser();
  if (installed === undefined) throw new StepError(HOW_TO);
  return installed;
}

function findBrowser() {
  const given = process.env.CHEESE_TEST_BROWSER;
  if (given) {
    if (existsSync(given)) return given;
    throw new StepError(`CHEESE_TEST_BROWSER names ${given}, and there is no such file.`);
  }
  return NAMES.map(onPath).find((path) => path !== undefined);
}

function onPath(name) {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, file)).find((path) => existsSync(path));
}

/** Only root may install, and only Debian and its kin do it this way. */
function canInstall() {
  return process.platform === 'linux' && process.getuid() === 0 && onPath('apt-get') !== undefined;
}

async function installChromium(detail) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { command: 'apt-get', env, timeoutMs: INSTALL_TIMEOUT_MS };
  detail('reading the list of packages');
  await runQuietly(['update'], options);
  let steps = 0;
  await runQuietly(['install', '--yes', '--no-install-recommends', 'chromium'], {
    ...options,
    onLine(line) {
      if (!/^(Get:|Unpacking|Setting up)/.test(line)) return;
      steps += 1;
      detail(`${steps} steps`);
    },
  });
}

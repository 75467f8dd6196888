import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Opens a link in the user's browser by way of a file that only the user can read: on a command line everybody on the
 * machine would see the token in it. Says nothing when there is no browser; the link is printed anyway.
 */
export function openPage(link: string, dataDir: string): void {
  const opener = openerOfThisSystem();
  if (opener === undefined) return;
  const path = join(dataDir, 'open-page.html');
  writeFileSync(
    path,
    `<!doctype html><meta http-equiv="refresh" content="0;url=${link.replaceAll('&', '&amp;')}"><title>Cheesechain</title>\n`,
    {
      mode: 0o600,
    },
  );
  const child = spawn(opener.command, [...opener.arguments, pathToFileURL(path).href], {
    stdio: 'ignore',
    detached: true,
  });
  child.once('error', () => undefined);
  child.unref();
}

function openerOfThisSystem(): { readonly command: string; readonly arguments: readonly string[] } | undefined {
  if (process.platform === 'darwin') return { command: 'open', arguments: [] };
  if (process.platform === 'win32') return { command: 'rundll32', arguments: ['url.dll,FileProtocolHandler'] };
  const hasDesktop = Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
  return hasDesktop ? { command: 'xdg-open', arguments: [] } : undefined;
}

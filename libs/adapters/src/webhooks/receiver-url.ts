import { isIP } from 'node:net';
import type { AddressGuard } from './address-guard.ts';
import type { WebhookRefusal } from './webhook.errors.ts';

/** Why nothing may be delivered there; undefined when it may. A name is judged when it is looked up, each time. */
export function checkReceiver(text: string, guard: AddressGuard): WebhookRefusal | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url?.username === '' && url.password === '' && url.hash === '';
  if (url === undefined || !isPlain || !/^https?:$/.test(url.protocol)) return { code: 'webhook-url-invalid' };
  const address = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0 && !guard.allows(address)) return { code: 'webhook-address-not-allowed', address };
  return undefined;
}

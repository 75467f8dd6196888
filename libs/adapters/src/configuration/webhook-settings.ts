import { SWITCH } from './formats.ts';
import { optionalSetting } from './setting.ts';

/** Events over HTTP. */
export const WEBHOOK_SETTINGS = {
  webhooksAllowPrivate: optionalSetting<boolean>({
    variable: 'CHEESE_WEBHOOKS_ALLOW_PRIVATE',
    format: SWITCH,
    fallbackText: 'true when HTTP listens on this machine alone and no other host names are allowed, else false',
    description: 'Webhooks may name receivers on this machine and in private networks.',
  }),
};

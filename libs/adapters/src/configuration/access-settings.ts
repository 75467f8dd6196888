import { HOST } from './endpoint.ts';
import { listOf, urlSafeText } from './formats.ts';
import { ORIGIN } from './peer-formats.ts';
import { optionalSetting, setting } from './setting.ts';

/** Host names and origins are written by hand: nobody lists more. */
const MAX_HTTP_NAMES = 32;

/** Who may call a program over HTTP: both programs have the same. */
export const ACCESS_SETTINGS = {
  apiToken: optionalSetting<string>({
    variable: 'CHEESE_API_TOKEN',
    format: urlSafeText(16, 256),
    fallbackText: 'made on first start, in the file `api-token` of the data directory',
    description:
      'The token for everything that changes something or touches the wallet, and from other machines for reading too.',
    secret: true,
  }),
  httpAllowedHosts: setting<readonly string[]>({
    variable: 'CHEESE_HTTP_ALLOWED_HOSTS',
    format: listOf(HOST, MAX_HTTP_NAMES),
    fallback: [],
    fallbackText: 'none',
    description: 'Names in the Host header that are served beside those of this machine, as behind a reverse proxy.',
  }),
  httpAllowedOrigins: setting<readonly string[]>({
    variable: 'CHEESE_HTTP_ALLOWED_ORIGINS',
    format: listOf(ORIGIN, MAX_HTTP_NAMES),
    fallback: [],
    fallbackText: 'none',
    description: 'Pages of other origins that may call the API.',
  }),
};

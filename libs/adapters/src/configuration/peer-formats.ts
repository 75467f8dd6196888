import type { Format } from './setting.ts';

/** Something shaped like an address; whether checksum and network fit is for those who know the network. */
export const ADDRESS_TEXT: Format<string> = {
  takes: 'an address of the network, in lower case',
  parse: (text) => (/^[a-z]{1,16}1[02-9ac-hj-np-z]{6,90}$/.test(text) ? text : undefined),
};

/** An origin as browsers send it: scheme, host and port, nothing after. */
export const ORIGIN: Format<string> = {
  takes: 'an origin such as https://wallet.example.org',
  parse(text) {
    if (!/^https?:\/\//.test(text)) return undefined;
    try {
      return new URL(text).origin === text ? text : undefined;
    } catch {
      return undefined;
    }
  },
};

import type { Format } from './setting.ts';

export const NETWORK_PRESETS = ['mainnet', 'testnet', 'devnet'] as const;
export type NetworkPreset = (typeof NETWORK_PRESETS)[number];

/** Which network to run: a preset by name, or a JSON file with the parameters of another. */
export type NetworkChoice =
  | { readonly kind: 'preset'; readonly name: NetworkPreset }
  | { readonly kind: 'file'; readonly path: string };

export const NETWORK_CHOICE: Format<NetworkChoice> = {
  takes: `${NETWORK_PRESETS.join(', ')}, or the path of a file that ends in .json`,
  parse(text) {
    const name = NETWORK_PRESETS.find((preset) => preset === text);
    if (name !== undefined) return { kind: 'preset', name };
    return text.endsWith('.json') && !text.includes('\0') ? { kind: 'file', path: text } : undefined;
  },
};

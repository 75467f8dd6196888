import { COMMANDS, type Command } from '#domain/peer-network/commands';
import type {
  OneWayCommand,
  OneWayMessages,
  RequestCommand,
  RequestOf,
  ResponseOf,
} from '#domain/peer-network/messages';
import { addressesCodec, trackersCodec } from './address.messages.ts';
import { connectCodec, peerWelcomeCodec, trackerWelcomeCodec } from './greeting.messages.ts';
import { statusCodec } from './health.messages.ts';
import { revocationsCodec, ticketCodec } from './membership.messages.ts';
import type { MessageCodec } from './message-codec.ts';
import { codeCodec, emptyCodec } from './plain.messages.ts';
import {
  announcementAckCodec,
  announcementCodec,
  blockTransactionsCodec,
  dataCodec,
  getBlockTransactionsCodec,
  getDataCodec,
  inventoryAckCodec,
  inventoryCodec,
  openIdsCodec,
} from './relay.messages.ts';
import { blocksCodec, getChainCodec, getHeadersCodec, headersCodec } from './sync.messages.ts';

type RequestCodecs = { readonly [C in RequestCommand]: MessageCodec<RequestOf<C>> };
type OneWayCodecs = { readonly [C in OneWayCommand]: MessageCodec<OneWayMessages[C]> };
/** What answers a request, by the command of the answer. */
type ResponseCodecs = { readonly [C in ResponseOf<RequestCommand>['command']]: MessageCodec<ResponseBody<C>> };
type ResponseBody<C extends string> = Omit<Extract<ResponseOf<RequestCommand>, { readonly command: C }>, 'command'>;

export const REQUEST_CODECS: RequestCodecs = {
  PCONNECT: connectCodec,
  HCK: statusCodec,
  PLREQ: emptyCodec,
  GETCHAIN: getChainCodec,
  GETHEADERS: getHeadersCodec,
  BRCHEESE: announcementCodec,
  GETBLOCKTRANSACTIONS: getBlockTransactionsCodec,
  BRTRANSACTION: inventoryCodec,
  GETOPENTRANSACTIONS: emptyCodec,
  GETDATA: getDataCodec,
};

export const RESPONSE_CODECS: ResponseCodecs = {
  PCONNECTACK: peerWelcomeCodec,
  TCONNECTACK: trackerWelcomeCodec,
  HCKACK: statusCodec,
  ADDRESSES: addressesCodec,
  GETCHAINACK: blocksCodec,
  HEADERS: headersCodec,
  BRCHEESEACK: announcementAckCodec,
  BLOCKTRANSACTIONS: blockTransactionsCodec,
  BRTRANSACTIONACK: inventoryAckCodec,
  OPENTRANSACTIONS: openIdsCodec,
  DATA: dataCodec,
};

export const ONE_WAY_CODECS: OneWayCodecs = {
  DISCONNECT: codeCodec,
  INVALIDPEERID: emptyCodec,
  ADDRESSES: addressesCodec,
  TRACKERS: trackersCodec,
  REVOCATIONS: revocationsCodec,
  TICKET: ticketCodec,
};

/** The commands that may answer each request. */
export const RESPONSES: { readonly [C in RequestCommand]: readonly ResponseOf<C>['command'][] } = {
  PCONNECT: ['PCONNECTACK', 'TCONNECTACK'],
  HCK: ['HCKACK'],
  PLREQ: ['ADDRESSES'],
  GETCHAIN: ['GETCHAINACK'],
  GETHEADERS: ['HEADERS'],
  BRCHEESE: ['BRCHEESEACK'],
  GETBLOCKTRANSACTIONS: ['BLOCKTRANSACTIONS'],
  BRTRANSACTION: ['BRTRANSACTIONACK'],
  GETOPENTRANSACTIONS: ['OPENTRANSACTIONS'],
  GETDATA: ['DATA'],
};

const NAMES = new Map<number, Command>(Object.entries(COMMANDS).map(([name, number]) => [number, name as Command]));

/** The command of a number, if it is one. */
export function commandOf(number: number): Command | undefined {
  return NAMES.get(number);
}

/** The command of a name, if it is one. */
export function knownCommand(name: string): Command | undefined {
  return Object.hasOwn(COMMANDS, name) ? (name as Command) : undefined;
}

export function isRequestCommand(command: Command): command is RequestCommand {
  return Object.hasOwn(REQUEST_CODECS, command);
}

export function isOneWayCommand(command: Command): command is OneWayCommand {
  return Object.hasOwn(ONE_WAY_CODECS, command);
}

/** An error frame repeats its request's command: every command can carry a code. */
const MAX_ERROR_PAYLOAD_BYTES = codeCodec.maxBytes;

const PAYLOAD_CAPS = new Map<number, number>(Object.entries(COMMANDS).map(([name, number]) => [number, capOf(name)]));

/** The longest payload of a command, whether it asks, answers or fails; undefined for a number that is none. */
export function maxPayloadBytes(number: number): number | undefined {
  return PAYLOAD_CAPS.get(number);
}

function capOf(name: string): number {
  const tables: readonly Readonly<Record<string, { readonly maxBytes: number } | undefined>>[] = [
    REQUEST_CODECS,
    RESPONSE_CODECS,
    ONE_WAY_CODECS,
  ];
  return Math.max(MAX_ERROR_PAYLOAD_BYTES, ...tables.map((table) => table[name]?.maxBytes ?? 0));
}

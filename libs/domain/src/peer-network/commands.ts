/**
 * The commands of the protocol by name. The first thirteen keep the names and numbers of the original cheesechain;
 * 13 … 15 are reserved. A number is never given another meaning.
 */
export const COMMANDS = {
  PCONNECT: 0,
  PCONNECTACK: 1,
  TCONNECTACK: 2,
  HCK: 3,
  HCKACK: 4,
  PLREQ: 5,
  GETCHAIN: 6,
  GETCHAINACK: 7,
  BRCHEESE: 8,
  BRCHEESEACK: 9,
  DATA: 10,
  DISCONNECT: 11,
  INVALIDPEERID: 12,
  BRTRANSACTION: 16,
  BRTRANSACTIONACK: 17,
  GETOPENTRANSACTIONS: 18,
  OPENTRANSACTIONS: 19,
  GETHEADERS: 20,
  HEADERS: 21,
  GETDATA: 22,
  GETBLOCKTRANSACTIONS: 23,
  BLOCKTRANSACTIONS: 24,
  ADDRESSES: 25,
  TRACKERS: 26,
  REVOCATIONS: 27,
  TICKET: 28,
} as const;

export type Command = keyof typeof COMMANDS;

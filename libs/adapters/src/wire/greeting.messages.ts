import { ByteListType, ContainerType } from '@chainsafe/ssz';
import type { ConnectMessage, PeerWelcomeMessage, TrackerWelcomeMessage } from '#domain/peer-network/messages';
import type { PeerId } from '#domain/peer-network/peer-id';
import { MAX_TICKET_BYTES } from '#domain/peer-network/ticket';
import { fromHex, toHex } from '#domain/primitives/bytes';
import {
  Bytes32,
  EndpointType,
  endpointFromWire,
  endpointToWire,
  StatusType,
  statusFromWire,
  statusToWire,
  Text,
  textFromWire,
  textToWire,
} from './basic-types.ts';
import { messageCodec } from './message-codec.ts';

const Ticket = new ByteListType(MAX_TICKET_BYTES);
/** An HMAC-SHA256, or nothing. */
const JoinProof = new ByteListType(32);

/** PCONNECT (0). */
export const connectCodec = messageCodec({
  type: new ContainerType({
    agent: Text,
    listen: EndpointType,
    status: StatusType,
    ticket: Ticket,
    joinProof: JoinProof,
  }),
  toWire: ({ agent, listen, status, ticket, joinProof }: ConnectMessage) => ({
    agent: textToWire(agent),
    listen: endpointToWire(listen),
    status: statusToWire(status),
    ticket,
    joinProof,
  }),
  fromWire: ({ agent, listen, status, ticket, joinProof }): ConnectMessage => ({
    agent: textFromWire(agent),
    listen: endpointFromWire(listen),
    status: statusFromWire(status),
    ticket,
    joinProof,
  }),
});

/** PCONNECTACK (1). */
export const peerWelcomeCodec = messageCodec({
  type: new ContainerType({
    agent: Text,
    listen: EndpointType,
    status: StatusType,
    ticket: Ticket,
    seenAs: EndpointType,
  }),
  toWire: ({ agent, listen, status, ticket, seenAs }: PeerWelcomeMessage) => ({
    agent: textToWire(agent),
    listen: endpointToWire(listen),
    status: statusToWire(status),
    ticket,
    seenAs: endpointToWire(seenAs),
  }),
  fromWire: ({ agent, listen, status, ticket, seenAs }): PeerWelcomeMessage => ({
    agent: textFromWire(agent),
    listen: endpointFromWire(listen),
    status: statusFromWire(status),
    ticket,
    seenAs: endpointFromWire(seenAs),
  }),
});

/** TCONNECTACK (2). */
export const trackerWelcomeCodec = messageCodec({
  type: new ContainerType({ peerId: Bytes32, seenAs: EndpointType, ticket: Ticket }),
  toWire: ({ peerId, seenAs, ticket }: TrackerWelcomeMessage) => ({
    peerId: fromHex(peerId),
    seenAs: endpointToWire(seenAs),
    ticket,
  }),
  fromWire: ({ peerId, seenAs, ticket }): TrackerWelcomeMessage => ({
    peerId: toHex(peerId) as PeerId,
    seenAs: endpointFromWire(seenAs),
    ticket,
  }),
});

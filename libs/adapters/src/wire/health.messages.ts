import { StatusType, statusFromWire, statusToWire } from './basic-types.ts';
import { messageCodec } from './message-codec.ts';

/** HCK (3) and HCKACK (4): where the speaker's chain ends. */
export const statusCodec = messageCodec({ type: StatusType, toWire: statusToWire, fromWire: statusFromWire });

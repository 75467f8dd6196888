import type { OneWayCommand, OneWayMessages, RequestCommand, RequestOf, ResponseOf } from '../peer-network/messages.ts';
import type { HandlerRefusal, Session, SessionHandlers } from '../peer-network/transport.port.ts';
import { accepted, type Result } from '../primitives/result.ts';
import type { Tracker } from './tracker.ts';

type Answer<C extends RequestCommand> = Promise<Result<ResponseOf<C>, HandlerRefusal>>;

/** The requests that a tracker serves. */
export type TrackerCommand = 'PCONNECT' | 'HCK' | 'PLREQ';

/** What a tracker answers to each command: the way from the protocol's words to the use cases. */
export class TrackerHandlers implements SessionHandlers {
  constructor(private readonly tracker: Tracker) {}

  opened(session: Session): void {
    this.tracker.opened(session);
  }

  closed(session: Session, reason: string): void {
    this.tracker.closed(session, reason);
  }

  oneWay<C extends OneWayCommand>(session: Session, command: C, message: OneWayMessages[C]): void {
    if (command === 'ADDRESSES') this.tracker.told(session, (message as OneWayMessages['ADDRESSES']).records);
  }

  async request<C extends RequestCommand>(session: Session, command: C, request: RequestOf<C>): Answer<C> {
    if (!isTrackerCommand(command)) return this.tracker.refuse(session, { code: 'command-not-served', command });
    const handler = this[command] as (session: Session, request: RequestOf<C>) => Answer<C>;
    return handler.call(this, session, request);
  }

  async PCONNECT(session: Session, request: RequestOf<'PCONNECT'>): Answer<'PCONNECT'> {
    const welcome = await this.tracker.join(session, request);
    return welcome.ok ? accepted({ command: 'TCONNECTACK', ...welcome.value }) : welcome;
  }

  async HCK(session: Session, request: RequestOf<'HCK'>): Answer<'HCK'> {
    const status = this.tracker.healthChecked(session, request);
    return status.ok ? accepted({ command: 'HCKACK', ...status.value }) : status;
  }

  async PLREQ(session: Session): Answer<'PLREQ'> {
    const records = this.tracker.peersFor(session);
    return records.ok ? accepted({ command: 'ADDRESSES', records: records.value }) : records;
  }
}

function isTrackerCommand(command: RequestCommand): command is TrackerCommand & RequestCommand {
  return command === 'PCONNECT' || command === 'HCK' || command === 'PLREQ';
}

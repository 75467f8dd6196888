import type {
  OneWayCommand,
  OneWayMessages,
  RequestCommand,
  RequestOf,
  ResponseOf,
} from '#domain/peer-network/messages';
import type { HandlerRefusal, Session, SessionHandlers } from '#domain/peer-network/transport.port';
import { type Result, refused } from '#domain/primitives/result';

type AnyAnswer = Result<ResponseOf<RequestCommand>, HandlerRefusal>;

/** Handlers that keep what they hear and answer as the test says; by default nothing is served. */
export class RecordingHandlers implements SessionHandlers {
  readonly sessions: Session[] = [];
  readonly closings: { readonly session: Session; readonly reason: string }[] = [];
  readonly requests: { readonly command: RequestCommand; readonly request: unknown }[] = [];
  readonly messages: { readonly command: OneWayCommand; readonly message: unknown }[] = [];
  answer: (command: RequestCommand, request: unknown, session: Session) => Promise<AnyAnswer> = async () =>
    refused({ code: 'not-served-in-this-test' });

  opened(session: Session): void {
    this.sessions.push(session);
  }

  closed(session: Session, reason: string): void {
    this.closings.push({ session, reason });
  }

  async request<C extends RequestCommand>(
    session: Session,
    command: C,
    request: RequestOf<C>,
  ): Promise<Result<ResponseOf<C>, HandlerRefusal>> {
    this.requests.push({ command, request });
    return (await this.answer(command, request, session)) as Result<ResponseOf<C>, HandlerRefusal>;
  }

  oneWay<C extends OneWayCommand>(_session: Session, command: C, message: OneWayMessages[C]): void {
    this.messages.push({ command, message });
  }
}

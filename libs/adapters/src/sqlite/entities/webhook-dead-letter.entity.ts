import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An event that could not be delivered to a webhook. */
@Entity('webhook_dead_letter')
export class WebhookDeadLetterEntity {
  @PrimaryColumn('text')
  webhook: string;

  /** The event's. */
  @PrimaryColumn('integer')
  number: number;

  @Column('text', { name: 'message_id' })
  messageId: string;

  @Column('text')
  type: string;

  /** JSON, as it was sent. */
  @Column('text')
  body: string;

  @Column('integer')
  attempts: number;

  /** Milliseconds since 1970. */
  @Column('integer', { name: 'failed_at_ms' })
  failedAtMs: number;

  @Column('text')
  code: string;

  /** What the receiver answered. */
  @Column('integer', { nullable: true })
  status: number | null;
}

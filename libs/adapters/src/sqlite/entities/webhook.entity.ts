import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Whom to tell of events over HTTP. */
@Entity('webhook')
export class WebhookEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  url: string;

  /** Names of events, joined by commas; empty for all. */
  @Column('text')
  events: string;

  @Column('text')
  secret: string;

  /** JSON: replaced secrets that may still count, and until when. */
  @Column('text', { name: 'old_secrets', default: '[]' })
  oldSecrets: string;

  /** Milliseconds since 1970. */
  @Column('integer', { name: 'created_at_ms' })
  createdAtMs: number;

  /** Number of the last event that is dealt with. */
  @Column('integer')
  position: number;

  /** Why nothing is delivered. */
  @Column('text', { nullable: true })
  paused: string | null;
}

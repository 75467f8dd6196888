import { Entity, PrimaryColumn } from 'typeorm';

/** What the journal last said to be there: open transactions, and peers in session. */
@Entity('event_subject')
export class EventSubjectEntity {
  /** 0 transaction, 1 peer. */
  @PrimaryColumn('integer')
  type: number;

  /** 32 bytes, as they are written. */
  @PrimaryColumn('blob')
  id: Uint8Array;
}

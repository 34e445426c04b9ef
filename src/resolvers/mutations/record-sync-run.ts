import { type CaseWrite, type ChannelTrouble, closeChannelCase, openChannelCase } from '#domain/exception/channel-case'
import { recordSyncRun } from '#domain/settings/record-sync-run'
import { builder } from '#schema/builder'
import { ChannelPayload } from '#schema/payloads'
import { casesBySubject } from '#store/read/exception-facts'
import { findChannel } from '../find-channel.ts'
import { mutation } from '../mutation.ts'

mutation('recordSyncRun', {
  description: `For connectors: records how a run over one resource of the channel went, in place of the run before. Two failed runs in a row open an exception
CHANNEL_UNAVAILABLE; the next one that succeeds closes it. A run that started before the known one is ignored.`,
  payload: ChannelPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    channelKey: t.string({ required: true }),
    resource: t.string({ required: true, description: 'What was read or written, such as "orders".' }),
    startedAt: t.field({ type: 'DateTime', required: true }),
    finishedAt: t.field({ type: 'DateTime', description: 'Null while it runs.' }),
    ok: t.boolean({ description: 'Null while it runs.' }),
    seen: t.int({ description: 'Things that the channel answered with.' }),
    changed: t.int({ description: 'Of them, those that changed something here.' }),
    rejected: t.int({ description: 'Of them, those that were refused here.' }),
    error: t.string({
      description: 'What the channel said, or why it could not be reached; cut after 10,000 characters.',
    }),
    watermark: t.string({ description: 'Where the next run starts. Null leaves it where it is.' }),
  })),
  run: async (args, command) => {
    const { channel, syncRuns } = await findChannel(command, args.channelKey)
    const before = syncRuns.find((run) => run.resource === args.resource.trim()) ?? null
    const recorded = recordSyncRun(before, channel.id, args, command.moment.id())
    const answer = { channelId: channel.id }
    if (recorded === null) return command.commit({}, answer)
    const { row } = recorded
    const trouble: ChannelTrouble = {
      kind: 'CHANNEL_UNAVAILABLE',
      subject: `channel:${channel.key}:sync:${row.resource}`,
      channel,
      rule: 'channel-reachable',
    }
    let cases: CaseWrite | undefined
    if (recorded.channel !== 'UNSURE') {
      const known = await casesBySubject(command.handle, [trouble])
      const summary = `${channel.name}: the last two runs over its ${row.resource} failed. Look at the error, then at the channel's own status page.`
      cases =
        recorded.channel === 'WORKING'
          ? closeChannelCase(trouble, 'A run succeeded.', known, command.moment)
          : openChannelCase(
              trouble,
              { summary, evidence: { resource: row.resource, error: row.error } },
              known,
              command.moment,
            )
    }
    return command.commit(
      {
        rows: [
          { table: 'sync_run', op: before === null ? 'insert' : 'update', rows: [row] },
          { table: 'exception_case', op: 'insert', rows: cases?.inserted ?? [] },
          { table: 'exception_case', op: 'update', rows: cases?.updated ?? [] },
        ],
        guards: cases?.guards ?? [],
        events: cases?.events ?? [],
      },
      answer,
    )
  },
})

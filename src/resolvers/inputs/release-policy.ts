import { builder } from '#schema/builder'

export const ReleasePolicy = builder.enumType('ReleasePolicy', {
  values: {
    ALL: { description: 'Everything that is asked for, or nothing.' },
    AVAILABLE: { description: 'What can go now; the rest stays open. Lines on hold stay behind too.' },
  } as const,
})

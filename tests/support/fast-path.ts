const setting = process.env.CROSSDOCK_FAST_PATH || 'on'

/** Whether tests run on our own engines: `npm run test:long` also runs those of the API on stock libraries alone. */
export const fastPath = setting !== 'off'

/** The same as a setting of a server. */
export const fastPathSetting = { CROSSDOCK_FAST_PATH: setting }

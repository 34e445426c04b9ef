import { createAsk } from './api/client.js'
import { Connection } from './api/connection.js'
import { session } from './api/session.js'
import { Socket } from './api/socket.js'
import { viewerQuery } from './documents.js'
import { element, fill } from './element.js'
import { EventFeed } from './event-feed.js'
import { trouble } from './notice.js'
import { routeOf } from './routes.js'
import { signIn } from './sign-in.js'
import { topBar } from './top-bar.js'

const main = document.querySelector('#main')
const top = document.querySelector('#top')
const announcer = document.querySelector('#announcer')

let app
let view
let isFirstView = true

/** Says it to people who do not see it. */
const announce = (text) => {
  announcer.textContent = text
}

function endView() {
  view?.stop()
  view = undefined
}

function showView() {
  endView()
  const { open, section, parameters, search } = routeOf(location.hash)
  view = open(app, parameters, search)
  fill(main, view.element)
  document.title = `${view.title} – Crossdock`
  top.querySelectorAll('nav a').forEach((link) => {
    if (link.dataset.section === section) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  })
  scrollTo(0, 0)
  // The first view comes by itself; after that somebody went somewhere, and the focus goes with them.
  if (!isFirstView) main.focus({ preventScroll: true })
  isFirstView = false
}

function signOut(reason) {
  session.forget()
  endView()
  app?.feed.close()
  app?.socket.close()
  app = undefined
  fill(top)
  document.title = 'Sign in – Crossdock'
  fill(main, signIn({ reason, onToken: start }))
  if (reason) announce(reason)
}

/** Begins a session, or throws why the token is not good for one. */
async function start(token) {
  const ask = createAsk(token, () => app && signOut('You are signed out: the token was revoked or has expired.'))
  const { viewer, lifecycle, reasonCodes } = await ask(viewerQuery)
  session.keep(token)
  const connection = new Connection()
  const socket = new Socket({
    token,
    onState: (state) => connection.socketIs(state),
    onRefused: () => signOut('You are signed out: the token was revoked or has expired.'),
  })
  app = {
    ask,
    announce,
    connection,
    socket,
    viewer,
    scopes: new Set(viewer.scopes),
    meanings: new Map((lifecycle ?? []).map(({ status, meaning }) => [status, meaning])),
    reasonsFor: (action) => (reasonCodes ?? []).filter(({ appliesTo }) => appliesTo.includes(action)),
  }
  app.feed = new EventFeed(app)
  app.feed.start()
  fill(top, topBar(app, { onSignOut: () => signOut() }))
  showView()
}

async function begin() {
  const { token } = session
  if (token === null) return signOut()
  fill(main, element('p', { class: 'quiet empty' }, 'Signing in…'))
  try {
    await start(token)
  } catch (error) {
    if (error.code === 'UNAUTHENTICATED') return signOut(error.message)
    fill(
      main,
      trouble(error.message, begin),
      element('button', { type: 'button', onclick: () => signOut() }, 'Sign out'),
    )
  }
}

addEventListener('hashchange', () => app && showView())
begin()

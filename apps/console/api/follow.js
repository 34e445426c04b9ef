/**
 * Follows a stream of the log from a cursor on: each event once, in order, also over a lost connection, because every start
 * goes on after the last cursor that was delivered. `onExpired`: the log no longer keeps it, so begin again from what is now.
 */
export function follow(
  { socket, connection },
  { document, field, variables = {}, after, onEvent, onExpired, onProblem },
) {
  let cursor = after
  const place = connection.stream()
  const end = socket.subscribe({
    document,
    variables() {
      place.replays()
      return { ...variables, after: cursor }
    },
    next(data) {
      const delivery = data[field]
      cursor = delivery.cursor
      if (delivery.live) place.isLive()
      if (delivery.event !== null) onEvent(delivery.event)
    },
    failed(errors) {
      place.ends()
      const [{ message, extensions }] = errors
      if (['CURSOR_EXPIRED', 'INVALID_CURSOR'].includes(extensions?.code)) onExpired()
      else onProblem(message)
    },
  })
  return () => {
    place.ends()
    end()
  }
}

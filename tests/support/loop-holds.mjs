// NODE_OPTIONS="--import FILE": says on SIGUSR2 how much processor time the longest turn of the event loop took since the last time.
// Processor time, because the time on the clock of a machine that does much else says nothing of us.
let before = process.cpuUsage()
let longest = 0
setInterval(() => {
  const { user, system } = process.cpuUsage(before)
  before = process.cpuUsage()
  longest = Math.max(longest, (user + system) / 1_000)
}, 1).unref()
let times = 0
process.on('SIGUSR2', () => {
  process.stdout.write(`longest hold ${++times}: ${longest}\n`)
  longest = 0
})

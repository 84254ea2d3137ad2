package stack

import (
	"errors"
	"fmt"
	"net"

	"github.com/frontdesk-gcp/frontdesk/emulator/official"
)

// The ports in their order; the first is Options.Port.
const (
	consolePort = iota
	webhookPort
	routingPort
	replyPort
	actionPort
	businessMessagesPort
	firestorePort
	pubSubPort
	secretsPort
	eventsPort
	websocketPort
	mediaPort
	bucketPort
	presencePort
	timerPort
	tasksPort
	clockPort
	deskPort
	tracesPort
	exportPort
	rcsPort
	startPort
	rosterPort
	erasePort
	portCount
)

func portName(i int) string {
	return [portCount]string{
		"the pages", "the webhook function", "the routing function", "the reply function", "the action function",
		"Google's side of Business Messages", official.FirestoreName, official.PubSubName, "Secret Manager's stand-in",
		"Firestore's events", "the Firestore emulator's websocket",
		"the media function", "Cloud Storage's stand-in",
		"the presence function", "the timer function", "Cloud Tasks' stand-in", "the clock", "the desk function",
		"the traces' receiver", "the export function",
		"Google's side of RCS for Business", "the start function", "the roster function", "the erase function",
	}[i]
}

// ports holds every port that the product needs, from finding all of them free
// until each is handed to its server.
type ports [portCount]net.Listener

// reserve takes consecutive ports starting at first, or any free ones if it is 0.
func reserve(first int) (ports, error) {
	if first != 0 {
		return consecutive(first)
	}
	var p ports
	err := errors.New("no port was tried")
	for range 50 {
		if p, err = consecutive(official.AnyPort()); err == nil {
			return p, nil
		}
	}
	return p, err
}

func consecutive(first int) (ports, error) {
	var p ports
	for i := range p {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", first+i))
		if err != nil {
			p.release()
			return p, fmt.Errorf("port %d, for %s, is taken: choose the first of %d free ports with --port",
				first+i, portName(i), portCount)
		}
		p[i] = l
	}
	return p, nil
}

func (p *ports) release() {
	for _, l := range p {
		if l != nil {
			_ = l.Close()
		}
	}
}

// number is the port's number.
func (p *ports) number(i int) int { return p[i].Addr().(*net.TCPAddr).Port } //nolint:forcetypeassert // a TCP listener's

// url is the address of the server on the port.
func (p *ports) url(i int) string { return "http://" + p[i].Addr().String() }

// free frees the port for another process to listen on.
func (p *ports) free(i int) int {
	number := p.number(i)
	_ = p[i].Close()
	return number
}

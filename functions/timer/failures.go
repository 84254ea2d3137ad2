package timer

import (
	"errors"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// failures collects errors from single documents. One failure does not keep the
// other documents from being processed; many end the run.
type failures []error

// maxFailures is how many failures end a run: that many are not the documents'
// fault.
const maxFailures = 10

var errTooManyFailures = errors.New("too much failed, the rest was not looked at")

// add records err unless it is nil. It returns an error when the run has to end.
func (f *failures) add(err error) error {
	if err == nil {
		return nil
	}
	*f = append(*f, err)
	many := 0
	for _, err := range *f {
		if fault.KindOf(err) != fault.Invalid { // that one is its document's fault
			many++
		}
	}
	if many < maxFailures {
		return nil
	}
	return errTooManyFailures
}

// err joins the failures with other errors.
func (f failures) err(others ...error) error { return errors.Join(append(f, others...)...) }

// each does f for all, also after some of them have failed.
func each[T any](all []T, f func(T) error) error {
	var failed failures
	for _, one := range all {
		if err := failed.add(f(one)); err != nil {
			return failed.err(err)
		}
	}
	return failed.err()
}

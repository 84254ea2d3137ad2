package timer

import "errors"

// failures are those of single documents. One that fails does not keep the others
// from being looked at; many end the run.
type failures []error

// maxFailures failures are not the documents' fault.
const maxFailures = 10

var errTooManyFailures = errors.New("too much failed, the rest was not looked at")

// add notes a failure, if err is one. It returns what ends the run.
func (f *failures) add(err error) error {
	if err == nil {
		return nil
	}
	if *f = append(*f, err); len(*f) < maxFailures {
		return nil
	}
	return errTooManyFailures
}

// err is all of them and what else went wrong.
func (f failures) err(others ...error) error { return errors.Join(append(f, others...)...) }

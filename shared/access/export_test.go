package access

// Unreachable asks a database that is not there, with the tokens of the cloud or of an
// emulator.
func Unreachable(project string, unsigned bool) *Firestore {
	f := New(project, "127.0.0.1:1")
	f.tokens.unsigned = unsigned
	return f
}

package channel

// Shown is what the agents' client has to know of a channel.
type Shown struct {
	Limits

	// Title is what people call it, in every language.
	Title string `json:"title"`
	// Icon is the picture beside the title: the outlines of a path of SVG, in a square
	// of 24.
	Icon string `json:"icon"`
}

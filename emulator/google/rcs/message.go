package rcs

import "github.com/frontdesk-gcp/frontdesk/emulator/google"

// agentMessage is a message of the business, as phones.agentMessages.create takes and answers it.
type agentMessage struct {
	Name                      string          `json:"name,omitempty"` // set by Google: phones/{number}/agentMessages/{id}
	SendTime                  string          `json:"sendTime,omitempty"`
	ContentMessage            *contentMessage `json:"contentMessage,omitempty"`
	MessageTrafficType        trafficType     `json:"messageTrafficType,omitempty"`
	TTL                       string          `json:"ttl,omitempty"` // never answered
	ExpireTime                string          `json:"expireTime,omitempty"`
	RichMessageClassification *classification `json:"richMessageClassification,omitempty"` // set by Google, of US numbers
	TotalPayloadSizeBytes     string          `json:"totalPayloadSizeBytes,omitempty"`     // set by Google, of US numbers
	Carrier                   string          `json:"carrier,omitempty"`                   // set by Google, of US numbers
}

// classification is what a message costs in the US. The schema's names are uncertain.
type classification struct {
	ClassificationType string `json:"classificationType"`
	SegmentCount       int    `json:"segmentCount,omitempty"`
}

// trafficType is why a message is sent.
type trafficType string

// Traffic that a customer who has unsubscribed still gets.
const (
	authentication  trafficType = "AUTHENTICATION"
	transaction     trafficType = "TRANSACTION"
	acknowledgement trafficType = "ACKNOWLEDGEMENT"

	unspecifiedTraffic trafficType = "MESSAGE_TRAFFIC_TYPE_UNSPECIFIED"
)

// Values are all the values that the parser knows.
func (trafficType) Values() []string {
	return []string{
		string(unspecifiedTraffic), string(authentication), string(transaction), "PROMOTION", "SERVICEREQUEST",
		string(acknowledgement),
	}
}

// contentMessage is exactly one of the first five, with suggestions.
type contentMessage struct {
	Text            string        `json:"text,omitempty"`
	RichCard        *richCard     `json:"richCard,omitempty"`
	ContentInfo     *contentInfo  `json:"contentInfo,omitempty"`
	UploadedRBMFile *uploadedFile `json:"uploadedRbmFile,omitempty"`
	FileName        string        `json:"fileName,omitempty"` // deprecated
	Suggestions     []suggestion  `json:"suggestions,omitempty"`
}

// contentInfo says where a file is.
type contentInfo struct {
	FileURL      string            `json:"fileUrl,omitempty"`
	ThumbnailURL string            `json:"thumbnailUrl,omitempty"`
	ForceRefresh *google.LooseBool `json:"forceRefresh,omitempty"`
}

// uploadedFile names a file of files.create.
type uploadedFile struct {
	FileName      string `json:"fileName,omitempty"`
	ThumbnailName string `json:"thumbnailName,omitempty"`
}

// richCard is exactly one of its members.
type richCard struct {
	StandaloneCard *standaloneCard `json:"standaloneCard,omitempty"`
	CarouselCard   *carouselCard   `json:"carouselCard,omitempty"`
}

// standaloneCard is a card alone.
type standaloneCard struct {
	CardOrientation         orientation  `json:"cardOrientation,omitempty"`
	ThumbnailImageAlignment alignment    `json:"thumbnailImageAlignment,omitempty"`
	CardContent             *cardContent `json:"cardContent,omitempty"`
}

type orientation string

const (
	horizontal orientation = "HORIZONTAL"
	vertical   orientation = "VERTICAL"
)

// Values are all the values that the parser knows.
func (orientation) Values() []string {
	return []string{"CARD_ORIENTATION_UNSPECIFIED", string(horizontal), string(vertical)}
}

type alignment string

// Values are all the values that the parser knows.
func (alignment) Values() []string {
	return []string{"THUMBNAIL_IMAGE_ALIGNMENT_UNSPECIFIED", "LEFT", "RIGHT"}
}

// carouselCard is a row of 2 to 10 cards.
type carouselCard struct {
	CardWidth    cardWidth     `json:"cardWidth,omitempty"`
	CardContents []cardContent `json:"cardContents,omitempty"`
}

// cardWidth is the width of a carousel's cards: SMALL (120 dp) or MEDIUM (232 dp).
type cardWidth string

// Values are all the values that the parser knows.
func (cardWidth) Values() []string { return []string{"CARD_WIDTH_UNSPECIFIED", "SMALL", "MEDIUM"} }

// cardContent is what one card shows.
type cardContent struct {
	Title       string       `json:"title,omitempty"`
	Description string       `json:"description,omitempty"`
	Media       *media       `json:"media,omitempty"`
	Suggestions []suggestion `json:"suggestions,omitempty"`
}

// media is the file of a card: exactly one of its last three, with a height.
type media struct {
	Height          mediaHeight   `json:"height,omitempty"`
	ContentInfo     *contentInfo  `json:"contentInfo,omitempty"`
	UploadedRBMFile *uploadedFile `json:"uploadedRbmFile,omitempty"`
	FileName        string        `json:"fileName,omitempty"` // deprecated
}

// mediaHeight is the height of a card's picture: SHORT (112 dp), MEDIUM (168 dp) or TALL (264 dp).
type mediaHeight string

// Values are all the values that the parser knows.
func (mediaHeight) Values() []string {
	return []string{"HEIGHT_UNSPECIFIED", "SHORT", "MEDIUM", "TALL"}
}

// suggestion is a chip the customer can tap: exactly one of its members.
type suggestion struct {
	Reply  *suggestedReply  `json:"reply,omitempty"`
	Action *suggestedAction `json:"action,omitempty"`
}

// suggestedReply is a ready answer.
type suggestedReply struct {
	Text         string `json:"text,omitempty"`
	PostbackData string `json:"postbackData,omitempty"`
}

// suggestedAction is exactly one of its actions. The fallback is a page for devices that cannot do it.
type suggestedAction struct {
	Text                      string                     `json:"text,omitempty"`
	PostbackData              string                     `json:"postbackData,omitempty"`
	FallbackURL               string                     `json:"fallbackUrl,omitempty"`
	DialAction                *dialAction                `json:"dialAction,omitempty"`
	OpenURLAction             *openURLAction             `json:"openUrlAction,omitempty"`
	ViewLocationAction        *viewLocationAction        `json:"viewLocationAction,omitempty"`
	ShareLocationAction       *shareLocationAction       `json:"shareLocationAction,omitempty"`
	CreateCalendarEventAction *createCalendarEventAction `json:"createCalendarEventAction,omitempty"`
}

// dialAction dials a number.
type dialAction struct {
	PhoneNumber string `json:"phoneNumber,omitempty"`
}

// openURLAction opens a page, in the browser or inside the messaging app.
type openURLAction struct {
	URL             string      `json:"url,omitempty"`
	Application     application `json:"application,omitempty"`
	WebviewViewMode viewMode    `json:"webviewViewMode,omitempty"`
	Description     string      `json:"description,omitempty"`
}

type application string

const webview application = "WEBVIEW"

// Values are all the values that the parser knows.
func (application) Values() []string {
	return []string{"OPEN_URL_APPLICATION_UNSPECIFIED", "BROWSER", string(webview)}
}

type viewMode string

// Values are all the values that the parser knows.
func (viewMode) Values() []string {
	return []string{"WEBVIEW_VIEW_MODE_UNSPECIFIED", "FULL", "HALF", "TALL"}
}

// viewLocationAction shows a place on a map, or what a search finds.
type viewLocationAction struct {
	LatLong *latLong `json:"latLong,omitempty"`
	Label   string   `json:"label,omitempty"`
	Query   string   `json:"query,omitempty"`
}

type latLong struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// shareLocationAction asks where the customer is.
type shareLocationAction struct{}

// createCalendarEventAction puts an appointment into the customer's calendar.
type createCalendarEventAction struct {
	StartTime   string `json:"startTime,omitempty"`
	EndTime     string `json:"endTime,omitempty"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
}

// cards returns the cards of a message, in order.
func (m *contentMessage) cards() []cardContent {
	switch {
	case m.RichCard == nil:
		return nil
	case m.RichCard.CarouselCard != nil:
		return m.RichCard.CarouselCard.CardContents
	default:
		return []cardContent{*m.RichCard.StandaloneCard.CardContent}
	}
}

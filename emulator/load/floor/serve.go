// Package floor is the least that the machine can do: functions that do nothing but what no
// function in their place could leave out. What the product takes is told beside what they take,
// in the same run, from the same generator, broker and database.
package floor

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/pubsub/v2"
	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"github.com/GoogleCloudPlatform/functions-framework-go/functions"
)

// The functions, each in a process of its own.
const (
	// Webhook verifies nothing and publishes.
	Webhook = "floor-webhook"
	// Further gets a push and makes one transaction of two reads and two writes.
	Further = "floor-further"
	// First gets a push and makes one commit of as many documents as it is told.
	First = "floor-first"
)

// The attributes of what is published, and the settings beside Google's own.
const (
	conversation = "conversation"
	message      = "message"
	documents    = "FLOOR_DOCUMENTS"
)

// Collection is where the conversations are, and Messages what each has.
const (
	Collection = "floor"
	Messages   = "floorMessages"
	others     = "floorDocuments"
)

// Register registers the function that FUNCTION_TARGET names, if it is one of these.
func Register(ctx context.Context) error {
	name := os.Getenv("FUNCTION_TARGET")
	build, ok := map[string]func(context.Context, string) (http.HandlerFunc, error){
		Webhook: newWebhook, Further: newFurther, First: newFirst,
	}[name]
	if !ok {
		return nil
	}
	serve, err := build(ctx, os.Getenv("GOOGLE_CLOUD_PROJECT"))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	functions.HTTP(name, serve)
	return nil
}

// newWebhook serves /TOPIC/CONVERSATION/MESSAGE.
func newWebhook(ctx context.Context, project string) (http.HandlerFunc, error) {
	client, err := pubsub.NewClient(ctx, project)
	if err != nil {
		return nil, err
	}
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		path := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
		if err != nil || len(path) != 3 {
			http.Error(w, "want /TOPIC/CONVERSATION/MESSAGE and a body", http.StatusBadRequest)
			return
		}
		_, err = client.TopicAdminClient.Publish(r.Context(), &pubsubpb.PublishRequest{
			Topic: fmt.Sprintf("projects/%s/topics/%s", project, path[0]),
			Messages: []*pubsubpb.PubsubMessage{{
				Data: body, Attributes: map[string]string{conversation: path[1], message: path[2]}, OrderingKey: path[1],
			}},
		})
		answer(w, err)
	}, nil
}

func answer(w http.ResponseWriter, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
	}
}

// pushed is what Pub/Sub pushes.
type pushed struct {
	Message struct {
		Data       []byte            `json:"data"`
		Attributes map[string]string `json:"attributes"`
	} `json:"message"`
}

// handler gets pushes.
func handler(handle func(context.Context, pushed) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var p pushed
		err := json.NewDecoder(r.Body).Decode(&p)
		if err == nil {
			err = handle(r.Context(), p)
		}
		answer(w, err)
	}
}

// Database is the project in whose database the floors of a project write: the emulator answers a
// query of the product's by going through all documents of its project.
func Database(project string) string { return project + "-floors" }

// refs are the two documents of a message.
func (p pushed) refs(db *firestore.Client) (of, doc *firestore.DocumentRef) {
	of = db.Collection(Collection).Doc(p.Message.Attributes[conversation])
	return of, of.Collection(Messages).Doc(p.Message.Attributes[message])
}

func (p pushed) fields() map[string]any {
	return map[string]any{"text": string(p.Message.Data), "at": time.Now()}
}

func newFurther(ctx context.Context, project string) (http.HandlerFunc, error) {
	db, err := firestore.NewClient(ctx, Database(project))
	if err != nil {
		return nil, err
	}
	return handler(func(ctx context.Context, p pushed) error {
		of, doc := p.refs(db)
		return db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
			docs, err := tx.GetAll([]*firestore.DocumentRef{of, doc})
			if err != nil || docs[1].Exists() {
				return err
			}
			if err := tx.Set(of, p.fields()); err != nil {
				return err
			}
			return tx.Create(doc, p.fields())
		})
	}), nil
}

func newFirst(ctx context.Context, project string) (http.HandlerFunc, error) {
	db, err := firestore.NewClient(ctx, Database(project))
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(os.Getenv(documents))
	if err != nil || n < 2 {
		return nil, fmt.Errorf("%s: a number of 2 or more, not %q", documents, os.Getenv(documents))
	}
	return handler(func(ctx context.Context, p pushed) error {
		of, doc := p.refs(db)
		batch := db.Batch() //nolint:staticcheck // the library's only commit of several documents without a transaction
		batch.Set(of, p.fields()).Set(doc, p.fields())
		for i := range n - 2 {
			batch.Set(of.Collection(others).Doc(strconv.Itoa(i)), p.fields())
		}
		_, err := batch.Commit(ctx)
		return err
	}), nil
}

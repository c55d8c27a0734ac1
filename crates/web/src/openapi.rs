//! The OpenAPI document: paths from the handlers, bodies from the schemas of the files that the command line reads.

use serde_json::{Value as Json, json};
use utoipa::ToSchema;

/// A firm: `passerelle schema firm`.
#[derive(ToSchema)]
pub(crate) struct FirmBody;

/// A brief: `passerelle schema brief`.
#[derive(ToSchema)]
pub(crate) struct BriefBody;

/// An event: the file (`passerelle schema event`), closing dates, a policy.
#[derive(ToSchema)]
pub(crate) struct EventBody;

/// Puts the document together: what the handlers say, the schemas of bodies, and what holds for all of them.
pub(crate) fn complete(document: &utoipa::openapi::OpenApi) -> Json {
    let mut document = serde_json::to_value(document).unwrap_or_default();
    document["info"] = json!({
        "title": "Passerelle",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "From R&D briefs to a speed-dating agenda. Sign in with a session cookie (and X-CSRF-Token on changes) or a bearer token; \
            an organiser may act for a party with Passerelle-Acting-For. A POST with an Idempotency-Key is carried out once. Changes name the \
            version that they are meant for in If-Match. What goes wrong is told as a problem document (RFC 9457) with a stable code.",
        "license": {"name": "MIT OR Apache-2.0"},
    });
    document["servers"] = json!([{"url": "/api/v1"}]);
    for (name, file) in [("FirmBody", "firm"), ("BriefBody", "brief"), ("EventFile", "event")] {
        let schema = passerelle_app::schema(file)
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        hoist(&mut document, name, schema);
    }
    // The server gives an event its identifier, and its firms and briefs are those of the database.
    let mut event = document["components"]["schemas"]["EventFile"].take();
    if let Some(required) = event["required"].as_array_mut() {
        required.retain(|key| !["id", "firms", "briefs"].contains(&key.as_str().unwrap_or_default()));
    }
    document["components"]["schemas"]["EventFile"] = event;
    document["components"]["schemas"]["EventBody"] = json!({
        "type": "object",
        "required": ["event"],
        "additionalProperties": false,
        "properties": {
            "event": {"$ref": "#/components/schemas/EventFile"},
            "closes": {"type": "object", "properties": {
                "wishes": {"type": "string", "format": "date-time"},
                "answers": {"type": "string", "format": "date-time"},
            }},
            "policy": {"type": ["object", "null"]},
        },
    });
    document["components"]["schemas"]["Problem"] = json!({
        "type": "object",
        "required": ["type", "code", "title", "status", "hint"],
        "properties": {
            "type": {"type": "string"},
            "code": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "hint": {"type": "string"},
            "errors": {"type": "array", "items": {"type": "object", "required": ["field", "message", "hint"], "properties": {
                "field": {"type": "string"}, "message": {"type": "string"}, "hint": {"type": "string"},
            }}},
        },
    });
    document["components"]["securitySchemes"] = json!({
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": crate::ask::COOKIE},
    });
    document["security"] = json!([{"token": []}, {"session": []}, {}]);
    let problem = json!({
        "description": "What went wrong.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    });
    for operations in document["paths"].as_object_mut().into_iter().flatten().map(|(_, one)| one) {
        for (_, operation) in operations.as_object_mut().into_iter().flatten() {
            if let Some(responses) = operation["responses"].as_object_mut() {
                responses.insert("default".into(), problem.clone());
                for (_, answer) in responses.iter_mut() {
                    let missing = answer.get("description").and_then(Json::as_str).is_none_or(str::is_empty);
                    if missing {
                        answer["description"] = json!("Done.");
                    }
                }
            }
        }
    }
    document
}

/// Puts a JSON Schema among the components; its own definitions go beside it.
fn hoist(document: &mut Json, name: &str, mut schema: Json) {
    let prefix = format!("#/components/schemas/{name}.");
    let text = schema.to_string().replace("#/$defs/", &prefix);
    schema = serde_json::from_str(&text).unwrap_or_default();
    if let Some(fields) = schema.as_object_mut() {
        fields.remove("$schema");
        if let Some(Json::Object(definitions)) = fields.remove("$defs") {
            for (inner, definition) in definitions {
                document["components"]["schemas"][format!("{name}.{inner}")] = definition;
            }
        }
    }
    document["components"]["schemas"][name] = schema;
}

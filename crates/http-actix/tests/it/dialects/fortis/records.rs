//! Contacts, tags and locations.

use super::{errors, id, shop, wrong};
use serde_json::{Value, json};

#[test]
fn contacts_are_made_changed_listed_and_deleted() {
    let shop = shop();
    let fields = json!({"first_name": "Ada", "company_name": "Payer Ltd", "email": "ada@example.com", "city": "Novi",
        "cell_phone": "4155550123", "contact_api_id": "crm-1", "email_trx_receipt": 1});
    let made = shop.contact(fields);
    assert_eq!(
        (&made["first_name"], &made["last_name"], &made["company_name"]),
        (&json!("Ada"), &json!("Payer"), &json!("Payer Ltd"))
    );
    let path = format!("/v2/contacts/{}", id(&made));
    assert_eq!(shop.get(&path).ok(200)["contact"], made);
    assert_eq!(shop.get("/v2/contacts/crm-1").ok(200)["contact"], made);
    let native = shop.world.get(&format!("/v1/customers/{}", id(&made))).ok(200);
    assert_eq!((&native["name"], &native["metadata"]["company_name"]), (&json!("Ada Payer"), &json!("Payer Ltd")));
    let changed = shop.put(&path, &json!({"contact": {"city": null, "last_name": "Smith"}})).ok(200)["contact"].clone();
    assert_eq!(
        (&changed["city"], &changed["last_name"], &changed["company_name"]),
        (&Value::Null, &json!("Smith"), &json!("Payer Ltd"))
    );
    let again = json!({"contact": {"location_id": shop.merchant, "last_name": "Jones", "contact_api_id": "crm-1"}});
    assert_eq!(wrong(&shop.post("/v2/contacts", &again)), ["contact_api_id"]);
    let mut update = again.clone();
    update["contact"]["update_if_exists"] = json!(1);
    let updated = shop.post("/v2/contacts", &update).ok(200)["contact"].clone();
    assert_eq!((id(&updated), &updated["last_name"]), (id(&made), &json!("Jones")));
    let listed = shop.get("/v2/contacts?company_name=payer&expand=location").ok(200);
    assert_eq!(
        (id(&listed["contacts"][0]), id(&listed["contacts"][0]["location"])),
        (id(&made), shop.merchant.as_str())
    );
    assert_eq!(listed["meta"]["pagination"]["totalCount"], 1);
    assert_eq!(shop.delete(&path).ok(204), Value::Null);
    assert_eq!(shop.delete(&path).status, 404);
    errors(&shop.get(&path), 409);
    assert_eq!(shop.get("/v2/contacts").ok(200)["contacts"], json!([]));
}

#[test]
fn wrong_contacts_are_refused_by_field() {
    let shop = shop();
    let bad =
        json!({"contact": {"location_id": shop.merchant, "email": "a@b@c", "cell_phone": "12", "state": "Michigan"}});
    assert_eq!(wrong(&shop.post("/v2/contacts", &bad)), ["cell_phone", "email", "last_name", "state"]);
    errors(&shop.get("/v2/contacts/cus_nobody"), 404);
}

#[test]
fn tags_stand_in_a_catalogue() {
    let shop = shop();
    let tag = |title: &str| shop.post("/v2/tags", &json!({"tag": {"location_id": shop.merchant, "title": title}}));
    let made = tag("VIP").ok(201)["tag"].clone();
    assert!((24..=36).contains(&id(&made).len()));
    assert_eq!((&made["title"], &made["created_user_id"]), (&json!("VIP"), &json!(shop.user)));
    assert_eq!(wrong(&tag("vip")), ["title"]);
    assert_eq!(wrong(&tag("")), ["title"]);
    let path = format!("/v2/tags/{}", id(&made));
    let renamed = shop.put(&path, &json!({"tag": {"title": "Regular"}})).ok(200)["tag"].clone();
    assert_eq!(shop.get(&path).ok(200)["tag"], renamed);
    tag("Another").ok(201);
    let listed = shop.get("/v2/tags?sort=title&expand=created_user").ok(200);
    let titles: Vec<&Value> = listed["tags"].as_array().unwrap().iter().map(|tag| &tag["title"]).collect();
    assert_eq!(titles, [&json!("Another"), &json!("Regular")]);
    assert_eq!(id(&listed["tags"][0]["created_user"]), shop.user);
    assert_eq!(shop.platform("GET", "/v2/tags").send().ok(200)["tags"].as_array().unwrap().len(), 2);
    assert_eq!(shop.delete(&path).ok(204), Value::Null);
    assert_eq!(shop.delete(&path).status, 404);
    errors(&shop.get(&path), 409);
    errors(&shop.get("/v2/tags/tag_nobody"), 404);
    let other = shop.world.merchant();
    let foreign = json!({"tag": {"location_id": other, "title": "Theirs"}});
    let theirs = shop.platform("POST", "/v2/tags").json(&foreign).send().ok(201)["tag"].clone();
    errors(&shop.get(&format!("/v2/tags/{}", id(&theirs))), 404);
}

#[test]
fn locations_are_merchants() {
    let shop = shop();
    let body = json!({"location": {"name": "Novi", "tz": "America/Detroit", "city": "Novi", "location_api_id": "l-1"}});
    errors(&shop.post("/v2/locations", &body), 403);
    let made = shop.platform("POST", "/v2/locations").json(&body).send().ok(201)["location"].clone();
    assert_eq!(
        (&made["tz"], &made["city"], &made["parent_id"]),
        (&json!("America/Detroit"), &json!("Novi"), &Value::Null)
    );
    assert_eq!(shop.platform("GET", "/v2/locations/l-1").send().ok(200)["location"], made);
    let path = format!("/v2/locations/{}", id(&made));
    errors(&shop.get(&path), 404);
    let say =
        shop.platform("PUT", &path).json(&json!({"location": {"zip_code": "48375", "office_phone": "2485550123"}}));
    let changed = say.send().ok(200)["location"].clone();
    assert_eq!(
        (&changed["zip_code"], &changed["city"], &changed["office_phone"]),
        (&json!("48375"), &json!("Novi"), &json!("2485550123"))
    );
    let native = shop.world.get(&format!("/v1/merchants/{}", id(&made))).ok(200);
    assert_eq!(native["metadata"], json!({"city": "Novi", "zip_code": "48375"}));
    let listed = shop.platform("GET", "/v2/locations?name=nov").send().ok(200);
    assert_eq!(listed["locations"], json!([changed]));
    let unknown = json!({"location": {"tz": "Mars/Base"}});
    assert_eq!(wrong(&shop.platform("PUT", &path).json(&unknown).send()), ["tz"]);
    // its day ends where it is
    let link = json!({"paylink": {"location_id": made["id"], "amount_due": "1.00", "expire_date": "2030-01-31"}});
    let paylink = shop.platform("POST", "/v2/paylinks").json(&link).send().ok(201)["paylink"].clone();
    assert_eq!(paylink["expire_date"], "2030-01-31");
    assert_eq!(
        shop.world.get(&format!("/v1/payment_links/{}", id(&paylink))).ok(200)["ends_at"],
        "2030-02-01T05:00:00Z"
    );
}

#[test]
fn a_location_goes_only_while_nothing_hangs_on_it() {
    let shop = shop();
    let made = || {
        let body = json!({"location": {"name": "Novi", "location_api_id": "l-1"}});
        shop.platform("POST", "/v2/locations").json(&body).send().ok(201)["location"].clone()
    };
    let path = |location: &Value| format!("/v2/locations/{}", id(location));
    let bare = made();
    // foreign to a merchant's key, and its own is not its to delete
    for say in [shop.say("DELETE", &path(&bare)), shop.platform("DELETE", "/v2/locations/mer_x")] {
        let heard = say.send();
        assert_eq!((heard.status, heard.body.len()), (404, 0));
    }
    errors(&shop.delete(&format!("/v2/locations/{}", shop.merchant)), 403);
    assert_eq!(shop.platform("DELETE", "/v2/locations/l-1").send().ok(204), Value::Null);
    assert_eq!(shop.platform("DELETE", &path(&bare)).send().status, 404);
    errors(&shop.platform("GET", &path(&bare)).send(), 404);
    let listed = shop.platform("GET", "/v2/locations").send().ok(200);
    assert_eq!(listed["meta"]["pagination"]["totalCount"], 1);
    // its own id is free again
    let used = made();
    let link = json!({"paylink": {"location_id": used["id"], "amount_due": "1.00"}});
    let link = shop.platform("POST", "/v2/paylinks").json(&link).send().ok(201)["paylink"].clone();
    let refused = || errors(&shop.platform("DELETE", &path(&used)).send(), 409);
    assert_eq!(refused().as_object().unwrap().keys().collect::<Vec<_>>(), ["id"]);
    // its books stay
    shop.platform("DELETE", &format!("/v2/paylinks/{}", id(&link))).send().ok(204);
    refused();
    assert_eq!(shop.platform("GET", &path(&used)).send().ok(200)["location"], used);
}

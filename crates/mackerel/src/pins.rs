//! `/ext/pins`: the dashboards that everybody finds on the first page. An extension; `teamPins` of the capabilities
//! says whether the server has it.

use crate::endpoint::{Nothing, Path, endpoint, get, send};
use http::Method;
use serde::{Deserialize, Serialize};

const ROOT: &str = "/ext/pins";

/// `{"dashboardIds":[..]}`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PinList {
    /// In the order pinned, each once. A dashboard that is deleted is no longer among them.
    pub dashboard_ids: Vec<String>,
}

/// `GET /ext/pins`.
#[derive(Debug, Clone, Copy)]
pub struct ListPins;

/// `PUT /ext/pins/<dashboard>`: pins at the end; what is pinned stays where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// The dashboard.
    pub id: String,
}

/// `DELETE /ext/pins/<dashboard>`: takes the pin away, if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpin {
    /// The dashboard.
    pub id: String,
}

endpoint!(ListPins => PinList, |_call| get(ROOT.to_owned()));
endpoint!(Pin => PinList, |call| send(Method::PUT, Path::new(ROOT).segment(&call.id).build(), &Nothing {}));
endpoint!(Unpin => PinList, |call| send(Method::DELETE, Path::new(ROOT).segment(&call.id).build(), &Nothing {}));

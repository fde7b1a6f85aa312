"""What lead providers can ask about delivery partners."""

from participants_service.domain.partnerships import DeliveryPartnerId
from participants_service.domain.place_listings import DeliveryPartnerListing
from participants_service.services.undated_records import UndatedReader
from participants_service.storage import delivery_partner_lists
from shared.clock import Clock
from shared.views.reads import Reads


class DeliveryPartners(UndatedReader[DeliveryPartnerId, DeliveryPartnerListing]):
    """Delivery partners that the lead provider works with."""

    def __init__(self, reads: Reads, clock: Clock) -> None:
        super().__init__(reads, clock, lists=delivery_partner_lists)
